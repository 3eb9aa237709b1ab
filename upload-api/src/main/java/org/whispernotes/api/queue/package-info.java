/** The backlog: whose turn it is, how long it takes, and what is found when nobody works on it. */
@NullMarked
package org.whispernotes.api.queue;

import org.jspecify.annotations.NullMarked;
