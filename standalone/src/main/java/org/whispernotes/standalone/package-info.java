/** All services in one JVM on one port. */
@NullMarked
package org.whispernotes.standalone;

import org.jspecify.annotations.NullMarked;
