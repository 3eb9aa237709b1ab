/** What breaks, when, and what it costs: processes and servers are killed or frozen while sessions are under way. */
@NullMarked
package org.whispernotes.system.faults;

import org.jspecify.annotations.NullMarked;
