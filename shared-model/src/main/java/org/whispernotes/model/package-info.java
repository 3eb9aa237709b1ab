/** The names that every part of Whisper Notes shares: object keys, broker topology, problems. */
@NullMarked
package org.whispernotes.model;

import org.jspecify.annotations.NullMarked;
