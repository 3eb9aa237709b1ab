/** Cutting a talk of any length into pieces that an engine can take. */
@NullMarked
package org.whispernotes.todos.window;

import org.jspecify.annotations.NullMarked;
