/** Languages whose words are brought to their stems, as ISO 639-1 names them; English stands apart, see `words.ts`. */
export type Language = 'de' | 'fr' | 'es' | 'pt' | 'it' | 'nl' | 'sv' | 'no' | 'da' | 'fi' | 'ru';

/**
 * The words that a language cannot do without and that say nothing of what a text is about, in lower case: they tell
 * which language a text is in, and a question need not find them. Single letters of
 * Latin tell too little to stand here.
 */
const written: Readonly<Record<Language | 'en', string>> = {
  en: `the and of to in is are was were be been being it its this that these those with for from by on at as an or not
    but if then than when where which who what how why can could should would will must may have has had do does did you
    your we our they their there here into about after before only also more most other such each any all some no so`,
  de: `der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine keinen ist sind war waren
    wird werden wurde wurden hat haben hatte kann können muss müssen soll sollte ich du er sie es wir ihr man sich mit
    von vom zu zum zur bei beim für auf aus nach über unter durch gegen ohne um als wie wenn dass ob weil damit auch nur
    noch schon sehr mehr dann hier dort diese dieser dieses diesem diesen jede jeder jedes alle im am was wer wo wann
    warum welche welcher welches`,
  fr: `le la les un une des du de et ou où mais ne pas plus est sont était été être sera ont avoir peut peuvent doit
    doivent faut je tu il elle on nous vous ils elles se sa son ses leur leurs ce cet cette ces qui que quoi dont quel
    quelle quels quelles comment quand pourquoi avec sans pour par sur sous dans en au aux chez vers entre après avant
    si comme aussi très tout tous toute toutes même notre votre nos vos`,
  es: `el la los las un una unos unas de del al y o pero no es son era fue ser está están estar hay ha han haber puede
    pueden debe deben se su sus lo le les me mi yo este esta estos estas ese esa eso que qué quien cuál cómo como cuando
    cuándo donde dónde porque por para con sin sobre entre desde hasta en más muy también ya si sí nos nuestro nuestra
    todo todos toda todas cada otro otra`,
  pt: `os as um uma uns umas de do da dos das no na nos nas ao aos à às pelo pela pelos pelas em por para com sem sobre
    entre até desde mas não nem ou se é são era foi ser está estão há tem têm pode podem deve devem eu ele ela eles elas
    você nós seu sua seus suas este esta isto esse essa isso que quem qual quais como quando onde porque mais muito
    também já só cada todo todos toda todas outro outra`,
  it: `il lo la gli le un uno una di del dello della dei degli delle da dal dalla al allo alla ai agli alle in nel nello
    nella nei negli nelle su sul sulla sui con per tra fra ed ma non è sono era erano essere ha hanno può possono deve
    devono si se io noi voi loro suo sua suoi questo questa questi queste quello quella che chi cosa come quando dove
    perché quale quali più molto anche già ogni tutto tutti tutte altro altra`,
  nl: `de het een en of maar niet geen is zijn was waren wordt worden werd heeft hebben had kan kunnen moet moeten zal
    zullen ik jij je hij zij ze wij we jullie u zich mijn uw ons onze hun dit dat deze die met van voor door bij naar
    uit op aan in om te tot over onder tussen tegen als dan dus ook nog al wel meer zeer er hier daar hoe wat wie waar
    wanneer waarom welke elk alle`,
  sv: `och eller men inte är var vara har hade blir blev kan ska skall måste bör jag du han hon den det vi ni de sig min
    din sin sitt sina vår detta denna dessa som att om när där hur vad vem varför vilken vilket vilka med av för från
    till på i hos vid under över mellan utan efter innan genom ett en mer mycket också bara även så alla varje andra`,
  no: `og eller men ikke er var være har hadde blir ble kan skal må bør jeg du han hun den det vi dere de seg min din sin
    sitt sine vår dette denne disse som at om når der hvor hvordan hva hvem hvorfor hvilken hvilket hvilke med av for
    fra til på hos ved under over mellom uten etter før gjennom et en ei mer mye også bare så alle hver andre noen noe enhver deres ha bli annen annet dersom`,
  da: `og eller men ikke er var være har havde bliver blev kan skal må bør jeg du han hun den det vi de sig min din sin
    sit sine vores dette denne disse som at om når der hvor hvordan hvad hvem hvorfor hvilken hvilket hvilke med af for
    fra til på hos ved under over mellem uden efter før gennem et en mere meget også kun så alle hver andre nogle noget enhver deres have blive ethvert dette anden andet`,
  fi: `ja tai mutta ei eivät on ovat oli olivat olla ole voi voivat täytyy pitää minä sinä hän se me te he ne tämä tuo
    nämä tässä siinä että jos kun kuin koska miten mitä mikä kuka missä milloin miksi joka jotka jonka kanssa ilman
    ennen jälkeen kautta mukaan myös tulee olevan heidän hänen hänellä jokaisella myöskään kuitenkin lisäksi vain vielä jo hyvin enemmän kaikki jokainen muu sekä niin siis sen sitä niiden
    tämän tätä näitä nyt aina`,
  ru: `в и с к у о а я или но не нет это этот эта эти то тот та те что чтобы как когда где кто почему какой какая какие который которая
    которые которое если для при по на под над от до из за без через между после перед об со во ко же ли бы быть был
    была было были есть будет может могут нужно можно он она оно они мы вы его её их все всё весь всех также только уже ещё еще ее очень
    более каждый`,
};

export const languages = Object.keys(written).filter((name): name is Language => name !== 'en');

/** The function words of each language, English among them. */
export const functionWords: ReadonlyMap<Language | 'en', ReadonlySet<string>> = new Map(
  (['en', ...languages] as const).map((name) => [
    name,
    new Set(written[name].split(/\s+/).filter((word) => !/^[a-z]$/.test(word))),
  ]),
);
