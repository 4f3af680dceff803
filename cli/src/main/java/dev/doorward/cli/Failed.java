package dev.doorward.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A command could not be done; the message says what happened and what to do. */
final class Failed extends RuntimeException {
  private static final long serialVersionUID = 1;

  Failed(String message) {
    super(message, null, false, false);
  }

  /** For what the system said of a file, which by itself is often no more than a path. */
  static Failed of(IOException e) {
    return new Failed(
        switch (e) {
          case AccessDeniedException denied ->
              denied.getFile() + " is not this user's; run this as the one who owns it";
          case FileAlreadyExistsException there ->
              there.getFile() + " is there already, and is no folder; name another";
          case NoSuchFileException missing -> missing.getFile() + " is not there";
          case FileSystemException other when other.getReason() != null ->
              other.getFile() + ": " + other.getReason();
          default -> String.valueOf(e.getMessage());
        });
  }
}
