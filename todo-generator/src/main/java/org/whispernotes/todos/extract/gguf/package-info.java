/** A GGUF file in this process as the writing model. */
@NullMarked
package org.whispernotes.todos.extract.gguf;

import org.jspecify.annotations.NullMarked;
