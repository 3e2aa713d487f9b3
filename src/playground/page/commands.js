/** Discord's numbers. */
export const OPTION = {
  subcommand: 1,
  subcommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
};

const CHAT_INPUT = 1;
const MESSAGE = 3;
const IN_SERVERS = 0;
const WITH_BOT = 1;

/**
 * The slash commands that can be used in a place, each subcommand by itself, as in `corpus add`.
 *
 * @param definitions what Discord is told about the commands.
 * @param isDirect whether the place is that of direct messages.
 * @returns their names, descriptions and options.
 */
export function slashCommands(definitions, isDirect) {
  return definitions
    .filter((definition) => (definition.type ?? CHAT_INPUT) === CHAT_INPUT)
    .filter((definition) => worksIn(definition, isDirect))
    .flatMap((definition) => leavesOf(definition, ''));
}

/** The names of the commands that can be used on a message. */
export function messageCommands(definitions, isDirect) {
  return definitions
    .filter(({ type }) => type === MESSAGE)
    .filter((definition) => worksIn(definition, isDirect))
    .map(({ name }) => name);
}

/** The commands of which the name contains what was typed after the slash, best first. */
export function matchCommands(commands, typed) {
  const wanted = typed.slice(1).trim().toLowerCase();
  return commands
    .filter(({ name }) => name.includes(wanted))
    .sort((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)));
}

/**
 * Reads a line such as `/ask What happened?`.
 *
 * @returns the command and the text after its name; null where the line begins with no command.
 */
export function readCommandLine(commands, line) {
  const typed = line.slice(1);
  const [command] = commands
    .filter(({ name }) => typed === name || typed.startsWith(`${name} `))
    .sort((a, b) => b.name.length - a.name.length);
  return command ? { command, rest: typed.slice(command.name.length).trim() } : null;
}

/** The option that takes what is typed behind a command's name; undefined where none does. */
export function mainOption({ options }) {
  return options.find(({ type, choices }) => type === OPTION.string && choices === undefined);
}

/** The commands below a definition: those that no subcommand follows. */
function leavesOf({ name, description, options = [] }, before) {
  const fullName = `${before}${name}`;
  const inner = options.filter(
    ({ type }) => type === OPTION.subcommand || type === OPTION.subcommandGroup,
  );
  return inner.length > 0
    ? inner.flatMap((option) => leavesOf(option, `${fullName} `))
    : [{ name: fullName, description, options }];
}

function worksIn({ contexts }, isDirect) {
  return contexts?.includes(isDirect ? WITH_BOT : IN_SERVERS) ?? true;
}
