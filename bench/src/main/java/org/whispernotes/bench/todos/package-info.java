/** How good and how fast the todo generator's engines are. */
@NullMarked
package org.whispernotes.bench.todos;

import org.jspecify.annotations.NullMarked;
