/** The one shape of work: a step, and the runner that does everything steps have in common. */
@NullMarked
package org.whispernotes.runtime.step;

import org.jspecify.annotations.NullMarked;
