"""One port is one house: where somebody answers already nothing is served, for two would answer in turn."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import dev


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ports that were served on; nothing is set up, built or started."""
    ports: list[int] = []

    def serve(_env: object, _host: str, port: int, *_more: object, **_how: object) -> int:
        ports.append(port)
        return 0

    monkeypatch.setattr(dev, "setup", lambda _profile: None)
    monkeypatch.setattr(dev, "build_demo", lambda _wish: {})
    monkeypatch.setattr(dev, "sh", lambda *_command, **_how: 0)
    monkeypatch.setattr(dev, "granian", serve)
    return ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens who shares it, as the server does."""
    with socket.socket() as other:
        if hasattr(socket, "SO_REUSEPORT"):
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def said(stopped: pytest.ExceptionInfo[SystemExit], port: int) -> bool:
    return stopped.value.code == f"Somebody answers on 127.0.0.1:{port} already. Choose another port with --port."


def test_the_demo_stops_where_somebody_answers(
    served: list[int], taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        dev.demo(["--port", str(taken)])
    assert said(stopped, taken)
    assert served == []
    assert str(taken) not in capsys.readouterr().out, "an address that is another house's is not given"


def test_an_installation_stops_too(
    served: list[int], taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keys.json").touch()
    monkeypatch.setenv("RETTESNOR_KEYS", str(tmp_path / "keys.json"))
    with pytest.raises(SystemExit) as stopped:
        dev.serve(["--port", str(taken)])
    assert said(stopped, taken)
    assert served == []


def test_a_free_port_is_served_on(served: list[int]) -> None:
    port = dev._free_port()
    assert dev.demo(["--port", str(port)]) == 0
    assert served == [port]


def test_a_house_that_is_only_built_needs_no_port(served: list[int], taken: int) -> None:
    assert dev.demo(["--port", str(taken), "--no-serve"]) == 0
    assert served == []
