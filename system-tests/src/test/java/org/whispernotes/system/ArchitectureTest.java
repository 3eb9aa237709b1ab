package org.whispernotes.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module table of the design, held against the code. */
@AnalyzeClasses(packages = "org.whispernotes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] SERVICES = {
        "org.whispernotes.api..",
        "org.whispernotes.transcriber..",
        "org.whispernotes.todos..",
        "org.whispernotes.progress.."
    };

    @ArchTest
    static final ArchRule the_vocabulary_knows_no_framework_and_does_no_io = noClasses()
            .that()
            .resideInAPackage("org.whispernotes.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.io..", "java.nio.file..", "java.net..", "java.sql..");

    @ArchTest
    static final ArchRule the_vocabulary_depends_on_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("org.whispernotes.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.whispernotes.runtime..",
                    "org.whispernotes.api..",
                    "org.whispernotes.transcriber..",
                    "org.whispernotes.todos..",
                    "org.whispernotes.progress..");

    @ArchTest
    static final ArchRule the_runtime_knows_no_service = noClasses()
            .that()
            .resideInAPackage("org.whispernotes.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVICES);

    @ArchTest
    static final ArchRule only_upload_api_opens_postgresql = noClasses()
            .that()
            .resideOutsideOfPackage("org.whispernotes.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.r2dbc..",
                    "org.springframework.r2dbc..",
                    "org.springframework.data.r2dbc..",
                    "java.sql..",
                    "javax.sql..",
                    "org.springframework.jdbc..",
                    "org.flywaydb..");

    @ArchTest
    static final ArchRule services_never_use_each_other = slices().matching(
                    "org.whispernotes.(api|transcriber|todos|progress)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule only_shared_runtime_speaks_to_minio_and_declares_queues = noClasses()
            .that()
            .resideOutsideOfPackage("org.whispernotes.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.minio..");

    @ArchTest
    static final ArchRule settings_are_records = classes()
            .that()
            .areAnnotatedWith("org.springframework.boot.context.properties.ConfigurationProperties")
            .should()
            .beRecords();
}
