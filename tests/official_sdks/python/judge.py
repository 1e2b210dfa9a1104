"""Judges requests, one a line as JSON on stdin; answers each with a line on stdout."""

import base64
import contextlib
import io
import json
import sys

import senders


def main():
    for line in sys.stdin:
        request = json.loads(line)
        request["body"] = base64.b64decode(request["body"])
        print(json.dumps(judged(request)), flush=True)


def judged(request):
    judge = getattr(senders, request["sender"].replace("-", "_"))
    try:
        # Some SDKs print what they think.
        with contextlib.redirect_stdout(io.StringIO()):
            return {"accepted": judge(request)}
    except Exception as refusal:
        return {"accepted": False, "problem": f"{type(refusal).__name__}: {refusal}"}


main()
