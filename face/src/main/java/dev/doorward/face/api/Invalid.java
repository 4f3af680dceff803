package dev.doorward.face.api;

/** A request of the API which is not as the document says: 400, with what is wrong. */
final class Invalid extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int MOST_NAME = 64;

  private final String member;

  /**
   * With what is wrong.
   *
   * @param member of the body or the query; empty where it is the whole
   * @param text a sentence without the name
   */
  Invalid(String member, String text) {
    super(member.isEmpty() ? text : cut(member) + " " + text, null, false, false);
    this.member = cut(member);
  }

  String member() {
    return member;
  }

  private static String cut(String name) {
    return name.length() > MOST_NAME ? name.substring(0, MOST_NAME) + "…" : name;
  }
}
