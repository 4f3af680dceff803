package dev.doorward.portal.page;

import java.util.Locale;

/** How the door at the head of a page stands: it tells the answer before a word is read. */
public enum Door {
  /** Not this way. */
  CLOSED,
  /** Somebody is expected. */
  AJAR,
  /** Come in, or out. */
  OPEN;

  private final String look = name().toLowerCase(Locale.ROOT);

  /** Its name in the stylesheet. */
  public String look() {
    return look;
  }
}
