/** Reports on a dam that does not exist, over some weeks, with reprints and things beside the point. */
export const DAM_REPORTS: Readonly<Record<string, string>> = {
  'crack.md': report(
    'Divers find a crack in the Vell dam',
    '2021-03-03',
    'Harbour Herald',
    'Divers found a crack in the Vell dam on Tuesday. It is nine metres long, said engineer Ada Fenwick.',
  ),
  'crack-reprint.md': report(
    'Crack found in dam',
    '2021-03-04',
    'The Morning Post',
    'Divers found a crack in the Vell dam on Tuesday. It is nine metres long, said engineer Ada Fenwick.',
  ),
  'crack-other.md': report(
    'Vell dam: the town is worried',
    '2021-03-03',
    'Evening Star',
    'People in Linford heard of the crack in the Vell dam on Tuesday evening, and some packed their bags. The mayor asked them to stay calm.',
  ),
  'lowered.md': report(
    'Water behind the Vell dam is lowered',
    '2021-03-09',
    'Harbour Herald',
    'The water behind the Vell dam is being lowered by ten centimetres an hour. Farmers downstream were warned.',
  ),
  'repair.md': report(
    'Vell dam repaired',
    '2021-03-22',
    'Harbour Herald',
    'From 19 to 21 March workers filled the crack in the Vell dam with concrete. The lock stays shut for a week.',
  ),
  'undated.md':
    '---\ntitle: The Vell dam\n---\n\nThe Vell dam is 61 metres high and was painted green.\n',
  'headed.md': report(
    'Fears for the Vell dam in court',
    '2021-04-01',
    'The Morning Post',
    'Twelve farmers sued the water board on Thursday. They want 3 million crowns.\n\n' +
      '# Museum\n\nThe board runs a museum too. It opened on 4 May 1998 and shows old pumps.',
  ),
  'ferry.md': report(
    'Ferry stops for the winter',
    '2021-03-10',
    'Harbour Herald',
    'The ferry to Osterby stopped on Monday. It will sail again in April.',
  ),
};

function report(title: string, date: string, outlet: string, text: string): string {
  return `---\ntitle: ${JSON.stringify(title)}\ndate: ${date}\noutlet: ${outlet}\n---\n\n${text}\n`;
}
