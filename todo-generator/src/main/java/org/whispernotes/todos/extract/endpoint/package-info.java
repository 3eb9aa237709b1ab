/** Any OpenAI-compatible endpoint as the writing model. */
@NullMarked
package org.whispernotes.todos.extract.endpoint;

import org.jspecify.annotations.NullMarked;
