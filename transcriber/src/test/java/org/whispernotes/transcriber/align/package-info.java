@NullMarked
package org.whispernotes.transcriber.align;

import org.jspecify.annotations.NullMarked;
