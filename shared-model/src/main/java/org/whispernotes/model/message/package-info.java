/** What travels through the broker. Every message is a wake-up: the object store holds the state. */
@NullMarked
package org.whispernotes.model.message;

import org.jspecify.annotations.NullMarked;
