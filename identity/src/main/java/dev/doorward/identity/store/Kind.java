package dev.doorward.identity.store;

/** What sort of thing changed. */
public enum Kind {
  USER,
  SESSION,
  TOKEN,
  KEY
}
