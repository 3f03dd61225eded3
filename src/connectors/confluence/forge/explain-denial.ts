// Parts of words in expressions: cspell:ignore authori istrator deployers organi ation unauthori
const authorized = 'authori[sz]ed';
const rights = '(?:permissions?|privileges?|rights?|access|roles?|authori[sz]ation|scopes?)';
const people = '(?:admin(?:istrator)?s?|owners?|contributors?|deployers?|developers?|members?)';
const not = "(?:n['’]t| not)";
const ends = '(?=[.!,:;]? *(?:\\(requestId|$)|[.!:;] )';
const words = (most: number) => `(?:[\\w-]{1,40} ){0,${most}}`;

/** Who may not. */
const somebody = `(?:you|(?:(?:the|this|your|current) )?${words(1)}(?:user|account|caller|principal|actor|identity)(?: \\S{1,80}){0,3}?)`;

/** What is said of somebody; nothing but a refusal says it, wherever it stands. */
const ofSomebody = [
  `${somebody} (?:do|does|did)${not} ${words(1)}have ${words(7)}${rights}`,
  `${somebody} (?:have|has) (?:no|insufficient) ${words(4)}${rights}`,
  `${somebody} (?:are|is|was|were)${not} ${words(1)}(?:permitted|${authorized}|allowed|entitled)`,
  `${somebody} (?:are|is)${not} (?:an? |the |one of )${words(4)}${people}`,
  `${somebody} (?:lacks?|(?:is|are) missing) (?:an? |the )?${words(5)}${rights}`,
  `only be ${words(1)}(?:installed|upgraded|deployed|updated|uninstalled|removed|managed|done|performed) by ${words(4)}${people}`,
];

/** Sentences with which servers refuse, each from its first word on. */
const sentences = [
  `${somebody} (?:can(?:not|['’]t| not)|may not) (?:access|install|upgrade|deploy|update|uninstall|remove|manage|create|perform|view)`,
  `${somebody} (?:needs?|requires?|must (?:be|have)) (?:an? |the |one of )?${words(5)}(?:${rights}|${people})`,
  `only ${words(4)}${people}(?: (?:and|or) \\w+){0,3} (?:can|may|are allowed|are permitted)`,
  `(?:insufficient|missing|no|not enough) ${words(3)}(?:permissions?|privileges?|rights|access|authori[sz]ation)(?: (?:to|for|on|in|granted)|${ends})`,
  `not (?:permitted|${authorized}|allowed)(?: (?:to|for|on|in)|${ends})`,
  `not an? ${words(3)}${people}(?: (?:of|on|for)|${ends})`,
  `(?:(?:this|the|that) )?(?:action|operation|request|deployment|installation) (?:(?:is|was) )?(?:not (?:permitted|${authorized}|allowed)|denied|forbidden)(?: (?:to|for|by|on|in)|${ends})`,
  `(?:access|permission) (?:is |was |has been )?(?:denied|blocked|restricted)(?: (?:to|for|by|on)|${ends})`,
  `(?:access|permission) to ${words(5)}(?:(?:is|was|has been) )?(?:denied|blocked|restricted)(?: by|${ends})`,
  `(?:(?:the|this|your) )?(?:app )?(?:installations?|installing apps|deployments?|apps?) (?:is|are|was|were|ha(?:s|ve) been) (?:blocked|restricted|disabled) by (?:your |the |an? )?${words(2)}(?:organi[sz]ation|admins?|administrators?)`,
  `requires? (?:an? |the )?${words(5)}(?:permissions?|roles?)`,
  `${words(4)}(?:permissions?|${people} (?:access|rights?|role)) (?:is |are )?(?:required|needed)(?: (?:to|for|on|in)|${ends})`,
  `authori[sz]ation (?:failed|denied|error)${ends}`,
  `${words(5)}(?:is|are) (?:restricted|limited) to ${words(3)}${people}${ends}`,
  `(?:HTTP )?(?:403:? )?(?:forbidden|unauthori[sz]ed)${ends}`,
];

/**
 * Refusals by the server, whose wording is its own: whole sentences, each from its start on a failing line, and the
 * status and the codes that say the same. Words such as "forbidden" alone, in the midst of others, refuse nobody.
 */
export const denied = new RegExp(
  [
    `\\b(?:${ofSomebody.join('|')})\\b`,
    `(?:^|[:.,!;\\]] +|\\b(?:because|since|or) )(?:${sentences.join('|')})`,
    // What needs which role may come after what is done; the number of the request shows that the server speaks.
    `\\brequires? (?:an? |the )?${words(5)}permissions?\\b(?=[^\\n]*\\(requestId: )`,
    `\\brequires? (?:an? |the )?(?:approval (?:of|by|from) (?:an? |the |your )?${words(2)}${people}|${words(2)}${people} approval)\\b(?=[^\\n]*\\(requestId: )`,
    '\\bpermission_denied\\b',
    '\\bstatus(?: code)?[ :=]+403\\b|\\bHTTP(?:/\\d\\S*)? 403\\b',
  ].join('|'),
  'im',
);
