/** The whole system from outside: its own process, real servers, real recordings. */
@NullMarked
package org.whispernotes.system;

import org.jspecify.annotations.NullMarked;
