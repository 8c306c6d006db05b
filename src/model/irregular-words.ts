/** Nouns that the inflection library gets wrong, one pair a word: singular, plural. Names made of them are forever. */
const pairs = `
  alumnus alumni, analysis analyses, atlas atlases, avalanche avalanches, axe axes, base bases, basis bases,
  bias biases, blouse blouses, brioche brioches, bus buses, buzz buzzes, cache caches, cactus cacti,
  calorie calories, canoe canoes, cargo cargoes, census censuses, cliche cliches, consensus consensuses,
  cookie cookies, corpus corpora, curriculum curricula, die dice, echo echoes, ellipsis ellipses, epoch epochs,
  focus focuses, foe foes, gas gases, genie genies, genus genera, headache headaches, ache aches, hero heroes,
  hoodie hoodies, iris irises, leaf leaves, lens lenses, lie lies, loaf loaves, locus loci, moustache moustaches,
  nerve nerves, nexus nexuses, niche niches, nucleus nuclei, oasis oases, oboe oboes, olive olives, opus opuses,
  phenomenon phenomena, pie pies, prairie prairies, prospectus prospectuses, psyche psyches, quiche quiches,
  radius radii, rookie rookies, selfie selfies, shoe shoes, sleeve sleeves, slice slices, stadium stadiums,
  stimulus stimuli, stomach stomachs, surplus surpluses, syllabus syllabi, taxi taxis, thief thieves, tie ties,
  toe toes, topaz topazes, valve valves, veto vetoes, waltz waltzes, zombie zombies`
  .trim()
  .split(/,\s+/)
  .map((pair) => pair.split(' '))

/** Plurals by their singular. */
export const irregularPlurals: ReadonlyMap<string, string> = new Map(pairs.map(([one = '', many = '']) => [one, many]))

/** Singulars by their plural; of two, the one that software speaks of more often. */
export const irregularSingulars: ReadonlyMap<string, string> = new Map(
  pairs.map(([one = '', many = '']): [string, string] => [many, one]).reverse(),
)

/** Nouns with one form for both. */
export const uncountable: ReadonlySet<string> = new Set(
  (
    'aircraft bison chassis clothes corps data debris deer equipment feedback fish goods information jeans kudos ' +
    'metadata money moose music news offspring police rendezvous rice salmon series sheep software spacecraft ' +
    'species swine trout'
  ).split(' '),
)
