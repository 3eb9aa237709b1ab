/**
 * Who speaks when. The port is {@link org.whispernotes.transcriber.speaker.Diariser}.
 */
@NullMarked
package org.whispernotes.transcriber.speaker;

import org.jspecify.annotations.NullMarked;
