/** What was said, as the extractors read it. */
@NullMarked
package org.whispernotes.todos.talk;

import org.jspecify.annotations.NullMarked;
