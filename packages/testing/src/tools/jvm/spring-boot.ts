import { join } from 'node:path';
import { findJava, SHORT_LIVED } from './java.js';
import { orSkip, type ToolCommand } from './jvm-tool.js';
import { jarsOf } from './maven.js';

/** Applications of Spring Boot that have resources and no class of their own. */
export interface SpringBoot {
  /** As it reads in the names of tests: `Spring Boot 4`. */
  readonly name: string;
  /**
   * One that migrates as it starts, with Flyway and with Liquibase unless its settings say otherwise, and ends.
   *
   * @param resources - folder of its resources
   * @param settings - `--spring.flyway.locations=classpath:db`
   */
  command(resources: string, ...settings: readonly string[]): ToolCommand;
}

/** What Spring Boot does by itself where it is asked to do it all. */
const CONFIGURATIONS = {
  3: ['jdbc.DataSource', 'flyway.Flyway', 'liquibase.Liquibase'].map(
    (name) => `org.springframework.boot.autoconfigure.${name}AutoConfiguration`,
  ),
  4: ['jdbc.autoconfigure.DataSource', 'flyway.autoconfigure.Flyway']
    .concat('liquibase.autoconfigure.Liquibase')
    .map((name) => `org.springframework.boot.${name}AutoConfiguration`),
} as const;

/**
 * Spring Boot, to be awaited at the top of a test file, as Flyway and Liquibase are.
 *
 * @throws Error when it cannot run in CI
 */
export function springBoot(major: 3 | 4): Promise<SpringBoot | undefined> {
  const name = `Spring Boot ${major}`;
  return orSkip(name, async () => {
    const [java, jars] = [await findJava(), await jarsOf(`spring-boot-${major}`)];
    const start = ['org.springframework.boot.SpringApplication', '--spring.main.banner-mode=off'];
    const sources = `--spring.main.sources=${CONFIGURATIONS[major]}`;
    return {
      name,
      command: (resources, ...settings) => ({
        file: java,
        args: [
          ...[...SHORT_LIVED, '-cp', `${resources}:${join(jars, '*')}`],
          ...[...start, sources, ...settings],
        ],
      }),
    };
  });
}
