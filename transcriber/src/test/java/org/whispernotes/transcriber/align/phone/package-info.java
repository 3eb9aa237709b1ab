@NullMarked
package org.whispernotes.transcriber.align.phone;

import org.jspecify.annotations.NullMarked;
