/** Installs Java and Maven where they are missing and the machine can: CI's tests of Flyway and Liquibase need them. */
import { installPackages, runs } from './debian.mjs';

if (!runs('java', '-version') || !runs('mvn')) {
  installPackages('openjdk-17-jre-headless', 'maven');
}
