"""Keeps the knowledge live: an edited file counts within seconds, a broken one never."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from assistant.knowledge.loader import Knowledge, knowledge_folder, load
from assistant.knowledge.problems import KnowledgeError, Problem

logger = logging.getLogger(__name__)
CHECK_EVERY_SECONDS = 1.0
_Stamp = tuple[tuple[str, int, int], ...]


class KnowledgeStore:
    """The last good version of a knowledge folder.

    ``problems`` holds what is wrong with the files on disk, empty when the live version
    is what the disk says.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Load the folder. Raises KnowledgeError if it is wrong at start."""
        self.folder = folder
        self.problems: list[Problem] = []
        self.version = 1
        self._clock = clock
        self._lock = threading.Lock()
        self._stamp = self._stamp_of_files()
        self._checked_at = clock()
        self._knowledge = load(folder)

    @property
    def knowledge(self) -> Knowledge:
        """The live knowledge, reloaded first when a file changed."""
        if self._clock() - self._checked_at >= CHECK_EVERY_SECONDS and self._lock.acquire(
            blocking=False
        ):
            try:
                self._checked_at = self._clock()
                self._reload_if_changed()
            finally:
                self._lock.release()
        return self._knowledge

    def _reload_if_changed(self) -> None:
        stamp = self._stamp_of_files()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._knowledge = load(self.folder)
        except KnowledgeError as error:
            self.problems = error.problems
            for problem in error.problems:
                logger.error("knowledge not reloaded, the last good version stays: %s", problem)
            return
        self.problems = []
        self.version += 1
        logger.info("knowledge reloaded, version %s", self.version)

    def _stamp_of_files(self) -> _Stamp:
        stats = [(path.name, path.stat()) for path in sorted(self.folder.glob("*.yml"))]
        return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=4)
def _store(folder: Path) -> KnowledgeStore:
    return KnowledgeStore(folder)


def shared_store() -> KnowledgeStore:
    """Return this process's store of the configured folder.

    Raises KnowledgeError if the folder is wrong at start.
    """
    return _store(knowledge_folder())
