/** Users, their roles and how their accounts stand. */
@NullMarked
package dev.doorward.identity.people;

import org.jspecify.annotations.NullMarked;
