/** The command line was not understood; the message says what was, the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'usage'
}

export const usage = `leapgraph: Stable Diffusion workflows without Python

  leapgraph run FILE [options]     makes the pictures of a workflow: ComfyUI's JSON, its API JSON, or a picture that carries one;
                                   - reads standard input
  leapgraph serve [FILE …]         the editor in a browser on this machine
  leapgraph mcp [options]          tools for agents over standard input and output (Model Context Protocol)
  leapgraph inspect FILE [--json]  what a model file or a workflow is, and what is missing here
  leapgraph convert FILE [--out F] writes a .ckpt, .pt, .pth or .bin as .safetensors; --force replaces a file that is there
  leapgraph nodes [TEXT] [--json]  the node types, or those with TEXT in their name; --json: as ComfyUI's /object_info has them
  leapgraph export FILE --format api|ui|png --out FILE [--force]
                                   a workflow as API JSON, as ComfyUI's JSON, or as a picture that carries it;
                                   --force replaces a file that is there
  leapgraph accelerator list       installed packs that compute faster on this machine; also add FILE-or-FOLDER, remove NAME, test
  leapgraph doctor [--test]        this machine, its devices, packs and measured speed, without personal data, for a report

options of run
  --set NODE.INPUT=VALUE   changes an input; NODE is its id, its title, or its type where only one node has it (repeatable)
  --sweep NODE.INPUT=VALUES
                           a run for each value: 1..20 or euler,ddim; with several, for each combination (repeatable)
  --batch N                N runs, each with seeds that are one greater
  --watch                  runs again whenever FILE changes, until Ctrl+C
  --seed N                 the seed of every node that has one, 0 to 18446744073709551615
  --models DIR             a models folder laid out as ComfyUI's; searched before the built-in one (repeatable)
  --extra-model-paths FILE an extra_model_paths.yaml
  --input DIR              where LoadImage finds pictures (default: ./input, then beside FILE)
  --out DIR                where pictures go (default: ./output)
  --device NAME            auto, webgpu, cuda, dml, coreml, plugin, openvino or cpu (default: auto)
  --transformers 4|5       which version splits prompts into tokens: 4 for pictures of an older ComfyUI (default: 5)
  --precision NAME         auto (default), exact, or fast: bfloat16 where OpenVINO and the processor have it; auto is fast
                           where the pack's test found its pictures near enough
  --threads N              CPU threads (default: one for each core)
  --json                   one JSON object for each run on standard output, and nothing else there

options of mcp
  --models, --extra-model-paths, --input, --out, --device, --transformers, --precision, --threads as for run

options of serve
  --port N                 where it listens, on loopback only (default: the first free one from 8288 on; 0: any that is free)
  --models, --input, --out as for run; LoadImage and uploads use ./input
  --user DIR               settings, journal and history (default: LEAPGRAPH_HOME, else the system's place for them)
  --open                   shows it in the default browser
  --open-to-local-programs lets every program and every user of this machine use ComfyUI's API without the token (default: off);
                           pages of other sites are refused nevertheless
  --json                   one JSON object with its address on standard output
`

/** The parts of `usage` about one command: its line and its options. */
export function usageOf(command: string): string {
  const parts = usage.split(/\n(?= {2}leapgraph |options of )/).map(part => part.trimEnd())
  const own = parts.filter(
    part => part.startsWith(`  leapgraph ${command} `) || part.startsWith(`options of ${command}\n`),
  )
  return `${own.join('\n\n')}\n`
}
