"""What differs between HAProxy's answer and ours, and in which group it counts."""
import re


def normalised(message):
    """HAProxy's message without names and numbers: what groups findings of one kind."""
    message = message.split("\n")[0]
    message = re.sub(r"^(config|alert) : ", "", message)
    message = re.sub(r"\[[^\]]*:\d+\]", "[]", message)
    message = re.sub(r"'[^']*'", "'X'", message)
    message = re.sub(r"<[^>]*>", "<X>", message)
    return re.sub(r"\d+", "N", message)[:150]


def compare(case, answer):
    """A list of (kind, group, detail); kind is what it counts against: verdict, ALERT or WARNING."""
    differences = []
    if answer.broken:
        differences.append(("verdict", "hapax gives no answer: " + answer.broken, ""))
    elif answer.verdict != case.verdict:
        differences.append(("verdict", *verdict_group(case, answer)))
    for severity, name in (("error", "ALERT"), ("warning", "WARNING")):
        differences += compare_lines(case, answer, severity, name)
    return differences


def compare_lines(case, answer, severity, name):
    theirs, ours = {}, answer.lines[severity]
    for s, line, message in case.messages:
        if s == name:
            theirs.setdefault(line, message)
    for line, message in theirs.items():
        if line is not None and line not in ours:
            yield name, "missing: " + normalised(message), f"{line}: {message}"
    if None in theirs and answer.whole[severity] == 0 and not (severity == "error" and ours):
        yield name, "missing: " + normalised(theirs[None]), "-: " + theirs[None]
    if case.verdict == "accept":
        for line, finding in ours.items():
            if line not in theirs:
                yield name, f"extra: {finding['rule']}", f"{line}: {finding['message']}"
        if answer.whole[severity] and None not in theirs:
            yield name, "extra: one without a line", ""


def verdict_group(case, answer):
    """Whose finding made the difference: the first ALERT we lack, or the first error that is too much."""
    if case.verdict == "reject":
        alerts = [m for m in case.messages if m[0] in ("ALERT", "EMERG")]
        if not alerts:
            return "we accept: nothing to serve", ""
        return "we accept: " + normalised(alerts[0][2]), f"{alerts[0][1]}: {alerts[0][2]}"
    errors = sorted(answer.lines["error"].items())
    if not errors:
        return "we reject without a line", ""
    return f"we reject: {errors[0][1]['rule']}", f"{errors[0][0]}: {errors[0][1]['message']}"
