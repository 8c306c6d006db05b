/** How often a property is tried; the environment variable FUZZ_RUNS sets it for all of them. */
export function numRuns(usual: number): number {
  const wanted = Number(process.env['FUZZ_RUNS'] ?? usual)
  if (!Number.isInteger(wanted) || wanted < 1) throw new Error('FUZZ_RUNS must be a whole number from 1')
  return wanted
}
