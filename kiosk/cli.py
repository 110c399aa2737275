"""The one command line. Each command is imported when it is called, so that `kiosk --help` is there at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from kiosk import __version__
from kiosk.errors import KioskError, SettingsError

COMMANDS = {
    "audit": ("kiosk.bootstrap.audit:audit", "Check every screen against the rules a machine can check."),
    "content": ("kiosk.bootstrap.content:content", "Content packages: made, checked, published, installed."),
    "demo": ("kiosk.bootstrap.demo:demo", "A kiosk, a hub and an invented district on this machine."),
    "doctor": ("kiosk.bootstrap.doctor:doctor", "What is well and what is not, and how to mend it."),
    "enrol": ("kiosk.bootstrap.enrol:enrol", "Join a hub with its one-time code."),
    "hub": ("kiosk.hub.commands:hub", "The hub: serve, migrate, accounts, enrolment codes, its certificate."),
    "lessons": ("kiosk.bootstrap.lessons_command:lessons", "Check lessons before anybody sees them."),
    "picture": ("kiosk.bootstrap.picture:picture", "A picture of what the demo's screen shows now."),
    "policy": ("kiosk.bootstrap.policy:policy", "Official texts into a library, and questions to it."),
    "run": ("kiosk.bootstrap.run:run", "Run the kiosk, watched over and restarted when it fails."),
    "selftest": ("kiosk.bootstrap.selftest:selftest", "What the kiosk looks at every morning, now: green or red."),
    "speech": ("kiosk.voice.commands:speech", "Read text as the kiosk would say it, or save it as sound."),
    "tap": ("kiosk.bootstrap.tap:tap", "A finger on a key of the demo's screen."),
    "tour": ("kiosk.bootstrap.tour:tour", "A picture of every screen in every size, language and display."),
}
EXIT_USAGE = 2


class LazyGroup(click.Group):
    """Knows its commands by name and imports one only when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - a wrong table is our own mistake
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk")
def cli() -> None:
    """银色一键通 Silver Key: the kiosk and the hub behind it."""


def main() -> NoReturn:
    """Run the command line; what goes wrong is one line on standard error, 2 for usage and settings, 1 for all else."""
    sys.exit(run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """As `main`, with these words; returns the exit code."""
    try:
        code = cli.main(args=list(args), prog_name="kiosk", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return EXIT_USAGE
    except click.UsageError as error:
        return _refuse(_usage(error), EXIT_USAGE)
    except click.ClickException as error:
        return _refuse(_one_line(error.format_message()), 1)
    except click.Abort:
        return _refuse("stopped", 1)
    except SettingsError as error:
        return _refuse(str(error), EXIT_USAGE)
    except KioskError as error:
        return _refuse(str(error), 1)
    return code if isinstance(code, int) else 0


def _usage(error: click.UsageError) -> str:
    """What is wrong, and where its help is, in one line."""
    from kiosk.bootstrap.called import kiosk_command

    said = _one_line(error.format_message()).rstrip(".")
    words = error.ctx.command_path.partition(" ")[2] if error.ctx else ""
    return f"{said[:1].lower()}{said[1:]} (see: {' '.join(filter(None, (kiosk_command(), words, '--help')))})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _refuse(line: str, code: int) -> int:
    from kiosk.bootstrap.called import as_called

    click.echo(f"kiosk: {as_called(line)}", err=True)
    return code
