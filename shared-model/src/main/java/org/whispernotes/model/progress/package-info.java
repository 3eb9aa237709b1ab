/** What a person watching a session is told, live. */
@NullMarked
package org.whispernotes.model.progress;

import org.jspecify.annotations.NullMarked;
