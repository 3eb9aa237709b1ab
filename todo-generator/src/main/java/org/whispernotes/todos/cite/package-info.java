/** Checks of what an engine found against what was said. */
@NullMarked
package org.whispernotes.todos.cite;

import org.jspecify.annotations.NullMarked;
