/** Real servers for tests of every module. */
@NullMarked
package org.whispernotes.testing;

import org.jspecify.annotations.NullMarked;
