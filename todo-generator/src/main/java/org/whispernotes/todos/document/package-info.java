/** Putting the findings of all windows together. */
@NullMarked
package org.whispernotes.todos.document;

import org.jspecify.annotations.NullMarked;
