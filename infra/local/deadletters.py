"""./notes dlq: messages that gave up, why, and what to do with them. A thin client of /api/admin/dead-letters."""

import argparse
import json
import sys
from urllib.parse import urlencode

from api import Api, ApiError

BASE = "/api/admin/dead-letters"


def ls(api, given):
    if given.groups:
        for group in api.get(f"{BASE}/groups?{urlencode({'status': given.status})}"):
            mark = f", replayed in vain {group['loops']} times" if group["loops"] else ""
            print(f"{group['count']:>5}  {group['key']}  {group['queue']}, {group['sessions']} sessions{mark}")
            print(f"       {group['exceptionClass']}: {first_line(group.get('message'))}")
        return
    wanted = {"status": given.status, "group": given.group, "sessionId": given.session, "limit": given.limit}
    page = api.get(f"{BASE}?{urlencode({name: value for name, value in wanted.items() if value is not None})}")
    for letter in page["deadLetters"]:
        mark = f", replayed in vain {letter['loops']} times" if letter["loops"] else ""
        print(f"{letter['id']}  {letter['receivedAt'][:19]}  {letter['queue']}, {letter['attempts']} attempts{mark}")
        print(f"    {letter['exceptionClass']}: {first_line(letter.get('exceptionMessage'))}")
    print(f"{len(page['deadLetters'])} of {page['total']}", file=sys.stderr)


def first_line(text):
    return (text or "").strip().split("\n")[0][:160]


def show(api, given):
    print(json.dumps(api.get(f"{BASE}/{given.id}"), indent=2, ensure_ascii=False))


def selection(given):
    """Exactly one of ids, group and all."""
    chosen = {"ids": given.ids or None, "group": given.group, "all": given.all or None}
    if sum(value is not None for value in chosen.values()) != 1:
        raise ApiError("say which: one or more IDs, --group KEY, or --all")
    return {name: value for name, value in chosen.items() if value is not None}


def replay(api, given):
    request = selection(given) | {"dryRun": given.dry_run, "reason": given.reason, "rate": given.rate}
    report(api.call("POST", f"{BASE}/replay", request))


def discard(api, given):
    report(api.call("POST", f"{BASE}/discard", selection(given) | {"dryRun": given.dry_run, "reason": given.reason}))


def report(answer):
    for outcome in answer["outcomes"]:
        print(f"{outcome['id']}  {outcome['result'].lower().replace('_', ' ')}  {outcome['detail']}")
    if answer["left"]:
        print(f"{answer['left']} are still open", file=sys.stderr)


def add_selection(command):
    command.add_argument("ids", nargs="*", metavar="ID")
    command.add_argument("--group", metavar="KEY", help="all that failed for one reason (ls --groups)")
    command.add_argument("--all", action="store_true")
    command.add_argument("--dry-run", action="store_true", help="only say what would happen")


def arguments():
    parser = argparse.ArgumentParser(prog="./notes dlq", description="Messages that gave up.")
    parser.add_argument("--url", required=True, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(required=True, metavar="ls|show|replay|discard")
    command = commands.add_parser("ls", help="list them, or the causes")
    command.add_argument("--groups", action="store_true", help="by cause, the largest first")
    command.add_argument("--group", metavar="KEY")
    command.add_argument("--session", metavar="ID")
    command.add_argument("--status", default="OPEN", choices=["OPEN", "REPLAYED", "DISCARDED", "ALL"])
    command.add_argument("--limit", type=int, default=100)
    command.set_defaults(run=ls)
    command = commands.add_parser("show", help="headers, payload, stack and history of one")
    command.add_argument("id", metavar="ID")
    command.set_defaults(run=show)
    command = commands.add_parser("replay", help="their sessions go back to work")
    add_selection(command)
    command.add_argument("--rate", type=int, help="messages a second")
    command.add_argument("--reason")
    command.set_defaults(run=replay)
    command = commands.add_parser("discard", help="give them up for good; a reason is kept")
    add_selection(command)
    command.add_argument("--reason", required=True)
    command.set_defaults(run=discard)
    return parser.parse_args()


def main():
    given = arguments()
    given.run(Api(given.url), given)


if __name__ == "__main__":
    try:
        main()
    except ApiError as failure:
        sys.exit(f"notes: {failure}")
    except BrokenPipeError:
        sys.exit(1)
