package org.whispernotes.api.session;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.whispernotes.api.queue.QueueSettings;

/** What is done again and again. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SessionSchedule implements SchedulingConfigurer {

    private final Reconciler reconciler;
    private final ReconcilerSettings reconcilerSettings;
    private final QueueAnnouncer announcer;
    private final QueueSettings queueSettings;

    SessionSchedule(
            Reconciler reconciler,
            ReconcilerSettings reconcilerSettings,
            QueueAnnouncer announcer,
            QueueSettings queueSettings) {
        this.reconciler = reconciler;
        this.reconcilerSettings = reconcilerSettings;
        this.announcer = announcer;
        this.queueSettings = queueSettings;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(reconciler::reconcile, reconcilerSettings.interval());
        registrar.addFixedDelayTask(announcer::announce, queueSettings.announce());
    }
}
