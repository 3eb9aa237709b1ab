/** OpenAI's transcription endpoint. */
@NullMarked
package org.whispernotes.api.openai;

import org.jspecify.annotations.NullMarked;
