/** What every service needs to take part in the pipeline. */
@NullMarked
package org.whispernotes.runtime;

import org.jspecify.annotations.NullMarked;
