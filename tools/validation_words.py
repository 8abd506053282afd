"""What the validation page says in words: published figures that do not follow, and those held against nothing."""

SLIPS = """\
- Amnesty's count of New York prints 25,536 cameras and, by borough, 3,948, 9,232, 3,737, 1,035 and 7,580, which add
  up to 25,532; 14,100 of 43,406 intersections as 32.49 %, which is 32.48 %; and 3.11 cameras for each intersection
  in all, which is the sum of the means of the boroughs: its own totals give 0.588.
- A later answer on Cardiff 2017 gives 2,632 alerts, 173 of them right and 2,554 wrong; 2,632 less 173 is 2,459.
- An appendix of the Scottish Police Authority prints the false alert rates of the National Physical Laboratory as
  0.017 and 0.002 without the sign of percent; read as shares they would be a hundred times too high.
- Südkreuz is summed up by the ministry as over 80 % found and under 0.1 % wrong; for three systems of which one alert
  suffices the report has 84.9 % and 0.67 %, for each alone 31.7 to 68.5 % (CILIP, 10 November 2018). The two halves of
  the summary are not of one setting.
- The report's scenario of Südkreuz, "20 cameras and 15,000 passers-by", gives its 42 false alerts an hour and its one
  in two days if each camera sees 15,000 a day, which the sentence does not say; 15,000 in all would give a twentieth.
- London counts 10 false alerts among 3,147,436 faces, South Wales none among "more than 2.5 million" since 2023, with
  programs of one maker. At London's rate South Wales would have 8, and none by a chance of 1 in 2,800: thresholds,
  lists, or what is counted as false differ.
- Reports of London's 962 arrests of 2024–25 give 549, 347 and 85 by reason, which add up to 981.
- A cabling firm counts 0.54 GB an hour for each Mbit/s, where 3,600 seconds of 1 Mbit are 0.45 GB, and adds ten cameras
  of 1,555 GB up to 1.55 TB (network-data-cabling.co.uk).
- A-SONI gives 15.8 GB a day for 1.5 Mbit/s by 1,024 MB to the GB, after 1,000 kbit to the Mbit; by thousands alone it
  is 16.2 GB.
- 700 million cameras by 1.42 billion people are 492.96 for 1,000, not the 494.25 printed for China in 2025: the
  number of people is rounded in the text.
- For 3,500 cameras anywhere on 360 km² a table of the reference prints 0.59 met on 2 km; the formula gives 0.585,
  and what is printed for 1,000 and for 8,000.
"""
"""Other slips, whose sums a reader can do by hand."""
NOT_HELD = """\
- Rates of the National Physical Laboratory at other thresholds than 0.60, tables of NIST FRTE, and false alert rates of
  single systems at Südkreuz: the tables were not read.
- Faces compared at the borders of the United States (51.1 million travellers, about 23,000 sent on, 39 impostors):
  travellers are compared with their own pictures, which is another task than a search.
- 75,000 plates misread a day, the low end for the United Kingdom: nobody says by which rate.
- Three comparisons of the null model with throws, and five of the formula of sensing with trips: their inputs were
  not kept. Throws and trips of our own stand above.
- The appearance rates of cameras by street view (Sheng, Yao & Goel 2021), and how unique traces are (de Montjoye 2013):
  their data are closed or too large to bring here. Of taxis in Manhattan only the three shares are known, not how often
  each street is driven; that it is log-normal is ours.
- Data sheets with distances by lens: those that could be found print them as pictures, or without the pixels and sensor
  they are for.
- Streams over LTE in the field: in a pilot for public safety of 10 MHz one stream filled a sector at its edge, six
  kilometres out (A. Seybold 2011). The model gives the mean of a cell, and says nothing of its edge.
- Accuracies, flows and shares that are remembered and were not checked are parameters, marked `unverified`, and no
  bars.
- Estimates of how many cameras nobody listed are not of these models; their bars stand with the register.
"""
"""Published figures that are no row, and why."""
