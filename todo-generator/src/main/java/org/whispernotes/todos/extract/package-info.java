/** Engines that find todos, decisions and questions in a window of a talk. */
@NullMarked
package org.whispernotes.todos.extract;

import org.jspecify.annotations.NullMarked;
