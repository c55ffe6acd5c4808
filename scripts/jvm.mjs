/** Installs Java and Maven where they are missing and the machine can: CI's tests of Flyway and Liquibase need them. */
import { spawnSync } from 'node:child_process';
import { installPackages } from './debian.mjs';

const isThere = (program, argument) => spawnSync(program, [argument]).status === 0;
if (!isThere('java', '-version') || !isThere('mvn', '--version')) {
  installPackages('openjdk-17-jre-headless', 'maven');
}
