package dev.doorward.cli;

/** What is published beside the BOM. */
enum Published {
  CLIENT("client", "client", "client"),
  SERVLET("servlet", "servlet", "servlet"),
  STARTER("spring-boot-starter", "spring", "spring"),
  STARTER_3("spring-boot-3-starter", "spring-boot-3", "spring.boot3");

  /** Behind {@code doorward-}. */
  final String artifact;

  final String room;

  /** The module's name behind {@code dev.doorward.}, and the package below which all stands. */
  final String module;

  Published(String artifact, String room, String module) {
    this.artifact = artifact;
    this.room = room;
    this.module = module;
  }

  String folder() {
    return "dev/doorward/" + module.replace('.', '/') + "/";
  }
}
