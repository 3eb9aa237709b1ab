/** From attention weights to word times, and from words to segments that read well as subtitles. */
@NullMarked
package org.whispernotes.transcriber.align;

import org.jspecify.annotations.NullMarked;
