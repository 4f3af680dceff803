package dev.doorward.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A command could not be done; the message says what happened and what to do. */
final class Failed extends RuntimeException {
  private static final long serialVersionUID = 1;

  Failed(String message) {
    super(message, null, false, false);
  }

  /** For what could not be opened: what the system says of a file is often no more than a path. */
  static Failed of(Exception e) {
    Throwable cause = e instanceof FileSystemException ? e : e.getCause();
    return new Failed(
        switch (cause) {
          case AccessDeniedException denied ->
              denied.getFile()
                  + " may not be read, written or made by this user; run this as its owner, or"
                  + " change its mode";
          case NoSuchFileException missing -> missing.getFile() + " is not there";
          case FileSystemException other when other.getReason() != null ->
              other.getFile() + ": " + other.getReason();
          case null, default -> String.valueOf(e.getMessage());
        });
  }
}
