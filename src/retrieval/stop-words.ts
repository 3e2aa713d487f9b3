/**
 * English function words and the words that make a question of a sentence. They say nothing about
 * what a passage is about, yet question words are rare in articles and would weigh much.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also although am among an and any anybody anyone anything
  are as at be because been before being below between both but by can cannot could did do does
  doing done down during each either else ever every few for from further get gets give given go
  goes going got had has have having he hence her here hers herself him himself his how however i
  if in into is isn it its itself just know let like may me might mine more most much many must my
  myself neither no nobody nor not nothing now of off on once one only or other others our ours
  ourselves out over own per please quite rather really same shall she should so some somebody
  someone something still such tell than that the their theirs them themselves then there these
  they thing things this those though through thus to too under until up upon us very was we were
  what whatever when where whether which while who whoever whom whose why will with within without
  would yes yet you your yours yourself yourselves
  aren couldn didn doesn don hadn hasn haven isn mustn shouldn wasn weren wouldn won ain
  ll ve re im ive whats thats hows wheres whos theres dont doesnt didnt isnt wasnt arent cant wont`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
