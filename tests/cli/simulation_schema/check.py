#!/usr/bin/env python3
"""check.py HAPAX SCHEMA SAMPLES: what `hapax simulate --format json` prints is valid by its schema, and a report that
is changed is not. Status 77 where python3-jsonschema is not installed."""
import copy
import json
import os
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

SCENARIO = """
outages: [{server: compute/compute1, from: 5, to: 20}, {server: api/*, from: 30, to: 40, kind: reset}]
patience: [{time: {exponential: {mean_ms: 300}}}]
"""


def run(hapax, samples, *words):
    command = [hapax, "simulate", f"{samples}/shop/haproxy.cfg", "--trace", f"{samples}/shop/trace.jsonl",
               "--format", "json", *words]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def main(hapax, schema_path, samples):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    with tempfile.TemporaryDirectory() as folder:
        scenario = os.path.join(folder, "s.yaml")
        with open(scenario, "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        reports = [run(hapax, samples), run(hapax, samples, "--scenario", scenario),
                   run(hapax, samples, "--sweep", "compute/compute1.maxconn=1,2", "--replications", "2")]
    for report in reports:
        form = "sweep" if "points" in report else "run"
        part = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{form}", "$defs": schema["$defs"]})
        for error in part.iter_errors(report):
            sys.exit(f"{error.json_path}: {error.message[:200]}")
        validator.validate(report)
    assert len(reports[1]["outcomes"]) > 2, "the scenario should make more than one thing go wrong"
    for change in ({"requests": -1}, {"outcomes": {"lost": 1}}, {"extra": 0}, {"version": 2}):
        wrong = copy.deepcopy(reports[0]) | change
        assert not validator.is_valid(wrong), f"the schema takes {change}"


if __name__ == "__main__":
    main(*sys.argv[1:])
