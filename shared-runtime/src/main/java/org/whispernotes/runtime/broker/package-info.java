/** RabbitMQ: topology, confirmed publishing, retries with delay, dead letters. */
@NullMarked
package org.whispernotes.runtime.broker;

import org.jspecify.annotations.NullMarked;
