"""Measures a model in OpenVINO's format: openvino-times.py MODEL.xml RUNS THREADS. Prints one line of JSON, times in seconds."""

import json
import sys
import time

import numpy
import openvino

model, runs, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
core = openvino.Core()
how = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
if threads > 0:
    how["INFERENCE_NUM_THREADS"] = threads
started = time.perf_counter()
compiled = core.compile_model(model, "CPU", how)
create = time.perf_counter() - started
random = numpy.random.default_rng(1)
request = compiled.create_infer_request()
inputs = {
    port.any_name: numpy.zeros(port.shape, numpy.int64)
    if port.element_type == openvino.Type.i64
    else random.standard_normal(tuple(port.shape), numpy.float32)
    for port in compiled.inputs
}
# The first run also asks the system for memory.
request.infer(inputs)
started = time.perf_counter()
for _ in range(runs):
    request.infer(inputs)
print(json.dumps({"create": create, "run": (time.perf_counter() - started) / runs}))
