"""Words of the trade, kept apart from the rules that use them.

Nothing here is about one document: months, weekdays, time zones, news
agencies, the words that outlets are named with, the names sections go by.
"""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene janvier janv janeiro januar jänner gennaio januari ocak января",
            "february feb febr febrero février fevrier févr fevereiro februar febbraio februari şubat subat февраля",
            "march mar marzo mars março marco märz maerz maret mart марта",
            "april apr abril abr avril aprile nisan апреля",
            "may mayo mai maio maggio mei mayıs mayis мая",
            "june jun junio juin junho juni giugno haziran июня",
            "july jul julio juillet juil julho juli luglio temmuz июля",
            "august aug agosto août aout agustus ağustos agustos августа",
            "september sept sep septiembre setiembre septembre setembro settembre eylül eylul сентября",
            "october oct octubre octobre outubro oktober ottobre ekim октября",
            "november nov noviembre novembre novembro kasım kasim ноября",
            "december dec diciembre dic décembre decembre déc dezembro dezember dicembre desember aralık aralik декабря",
        ),
        start=1,
    )
    for name in names.split()
}
#: Longest first, so that "june" is not read as "jun" and a rest.
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b\.?"
FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"

#: Minutes east of Greenwich. Abbreviations that two regions share are in AMBIGUOUS_ZONES.
ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "TRT": 180, "WAT": 60, "CAT": 120, "SAST": 120, "EAT": 180, "IRST": 210, "GST": 240,
    "AFT": 270, "PKT": 300, "UZT": 300, "NPT": 345, "BDT": 360, "BTT": 360, "MMT": 390, "ICT": 420,
    "WIB": 420, "WITA": 480, "WIT": 540, "SGT": 480, "MYT": 480, "HKT": 480, "PHT": 480, "AWST": 480,
    "JST": 540, "KST": 540, "ACST": 570, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
    "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "BRT": -180, "ART": -180, "CLT": -240, "COT": -300, "PET": -300,
}  # fmt: skip

#: zone → (minutes, words of the region that speak for it); the region named oftener in the text wins.
AMBIGUOUS_ZONES = {
    "IST": (
        (330, r"\bindian?s?\b|delhi|mumbai|bengaluru"),
        (120, r"\bisraelis?\b|\bisrael\b|jerusalem|tel aviv"),
        (60, r"\birish\b|\bireland\b|dublin"),
    ),
    "BST": (
        (360, r"\bbangladeshi?s?\b|dhaka|chattogram|chittagong"),
        (60, r"\bbrit(?:ain|ish)\b|\buk\b|london|scotland|\bwales\b"),
    ),
    "CST": (
        (480, r"\bchin(?:a|ese)\b|beijing|shanghai|taiwan|taipei"),
        (-360, r"\bu\.?s\.?\b|american?|texas|chicago|mexic"),
    ),
    "AST": (
        (180, r"saudi|riyadh|kuwait|qatar|bahrain|baghdad|\biraqi?\b"),
        (-240, r"canad|halifax|bermuda|puerto rico|caribbean"),
    ),
}

#: What an agency is called in print → the name we keep. Keys are casefolded.
AGENCIES = {
    surface.casefold(): names.split("=")[0]
    for names in (
        "IANS=Indo-Asian News Service|IANS", "ANI=Asian News International|ANI|ANI News", "UNI=United News of India|UNI",
        "PTI=Press Trust of India|PTI|PTI Bhasha",
        "BSS=Bangladesh Sangbad Sangstha|BSS", "UNB=United News of Bangladesh|UNB", "APP=Associated Press of Pakistan|APP",
        "PPI=Pakistan Press International|PPI", "INP=Independent News Pakistan|INP", "NNI=News Network International|NNI",
        "Online=Online International News Network", "RSS=Rastriya Samachar Samiti|RSS",
        "Pajhwok=Pajhwok|Pajhwok Afghan News", "Yonhap=Yonhap|Yonhap News|Yonhap News Agency", "Newsis=Newsis",
        "Xinhua=Xinhua|Xinhua News Agency|Xinhuanet", "China News Service=China News Service|CNS|ECNS",
        "KCNA=KCNA|Korean Central News Agency", "Kyodo=Kyodo|Kyodo News", "Jiji=Jiji|Jiji Press", "CNA=Central News Agency",
        "Reuters=Reuters|Thomson Reuters", "AP=AP|The Associated Press|Associated Press", "AFP=AFP|Agence France-Presse|Agence France Presse",
        "UPI=UPI|United Press International", "Bloomberg=Bloomberg|Bloomberg News", "DPA=dpa|Deutsche Presse-Agentur",
        "TASS=TASS|Itar-Tass", "RIA Novosti=RIA Novosti|RIA", "Interfax=Interfax", "Sputnik=Sputnik", "Ukrinform=Ukrinform",
        "BelTA=BelTA", "Anadolu=Anadolu|Anadolu Agency|Anadolu Ajansı|AA", "IHA=IHA|Ihlas News Agency", "DHA=DHA|Demirören News Agency",
        "Bernama=Bernama", "VNA=VNA|Vietnam News Agency|VNS|VNA/VNP", "Antara=Antara|Antara News", "PNA=PNA|Philippine News Agency",
        "TNA=Thai News Agency", "Lao News Agency=Lao News Agency|KPL", "AKP=Agence Kampuchea Presse|AKP", "Montsame=Montsame",
        "WAM=WAM|Emirates News Agency", "SPA=SPA|Saudi Press Agency", "QNA=QNA|Qatar News Agency", "KUNA=KUNA|Kuwait News Agency",
        "BNA=BNA|Bahrain News Agency", "ONA=ONA|Oman News Agency", "Petra=Petra|Jordan News Agency", "WAFA=WAFA", "SANA=SANA",
        "INA=Iraqi News Agency", "IRNA=IRNA|Islamic Republic News Agency", "MNA=MNA|Mehr|Mehr News Agency", "Tasnim=Tasnim|Tasnim News Agency",
        "ISNA=ISNA", "FNA=FNA|Fars|Fars News Agency", "MENA=Middle East News Agency", "MAP=Maghreb Arab Press", "APS=Algeria Press Service",
        "TAP=Tunis Afrique Presse", "NAN=NAN|News Agency of Nigeria", "GNA=GNA|Ghana News Agency", "KNA=KNA|Kenya News Agency",
        "ENA=ENA|Ethiopian News Agency|Ethiopian Press Agency", "PANA=PANA|Panapress", "APA=APA News|African Press Agency", "SONNA=SONNA",
        "SAnews=SAnews|SAnews.gov.za", "NAMPA=NAMPA", "ZANIS=ZANIS", "RNA=Rwanda News Agency", "Angop=Angop",
        "EFE=EFE|Agencia EFE", "ANSA=ANSA", "Lusa=Lusa", "PAP=PAP|Polish Press Agency", "MTI=MTI", "CTK=CTK|Czech News Agency",
        "Tanjug=Tanjug", "Hina=Hina", "BTA=BTA|Bulgarian News Agency", "Agerpres=Agerpres", "Belga=Belga|Belga News Agency", "ANP=ANP", "NTB=NTB", "TT=TT News Agency",
        "Armenpress=Armenpress", "Azertac=Azertac|Azertag", "Trend=Trend News Agency", "Report=Report News Agency",
        "Kazinform=Kazinform|Qazinform", "Kabar=Kabar", "24.kg=24.kg", "Khovar=Khovar", "UzA=UzA",
        "The Canadian Press=The Canadian Press|Canadian Press", "AAP=AAP|Australian Associated Press", "PA=PA Media|Press Association",
        "Agência Brasil=Agência Brasil|Agencia Brasil", "Prensa Latina=Prensa Latina", "Télam=Télam|Telam", "Notimex=Notimex",
    )
    for surface in (names.split("=")[0], *names.split("=")[1].split("|"))
}  # fmt: skip
AGENCY = "(?:" + "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True)) + ")"

#: Words in the names of papers, broadcasters and news sites.
OUTLET_WORDS = frozenset(
    """news newspaper times post herald tribune express gazette chronicle observer guardian telegraph journal
    standard star sun mirror mail independent inquirer nation dawn daily weekly bulletin dispatch courier
    examiner monitor globe press media radio tv television broadcasting network online digital channel today
    wire newswire insider review voice magazine business-standard zeitung sentinel argus echo
    register leader advertiser patriot statesman hindu pioneer hindustan khaleej asharq jazeera arabiya live24 news24
    ledger outlook spectator economist diplomat xpress newsroom newsline mint scroll patrika samachar khabar""".split()
)
#: "KQTV", "CGTN", "NHK World", "i24NEWS", "example.com"
OUTLET_SHAPE = re.compile(
    r"\b[A-Z]{0,6}TV\b|\bCGTN\b|\b\w+NEWS\b|(?i:\b[\w-]+\.(?:com|net|org|in|pk|bd|kr|co\.\w\w|news|tv|info|io|asia)\b)"
)

#: What sections of papers go by, casefolded.
SECTIONS = frozenset(
    name.strip()
    for name in """
    news, world, world news, global, international, asia, asia news, south asia, southeast asia, east asia, central asia,
    asia pacific, pacific, africa, europe, americas, middle east, mena, national, nation, country, regional, region, local,
    politics, diplomacy, foreign affairs, foreign policy, external affairs, government, policy, parliament, law, law & order,
    crime, courts, business, business news, economy, economics, economy & policy, finance, markets, market, industry, trade, energy,
    money, banking, companies, corporate, stocks, tech, technology, science, science & technology, environment, climate,
    climate change, health, education, culture, arts, arts & culture, entertainment, lifestyle, life & style, life, travel, sport, sports,
    football, cricket, opinion, editorial, editorials, op-ed, columns, analysis, commentary, features, feature, interview,
    interviews, military, defence, defense, security, defence & security, national security, strategic affairs,
    india, india news, pakistan, bangladesh, nepal, sri lanka, bhutan, maldives, afghanistan, myanmar, china, taiwan,
    hong kong, japan, south korea, korea, north korea, vietnam, thailand, malaysia, singapore, indonesia, philippines,
    cambodia, laos, mongolia, kazakhstan, uzbekistan, russia, ukraine, turkey, türkiye, iran, iraq, israel, palestine,
    israel-palestine, saudi arabia, uae, qatar, kuwait, oman, bahrain, egypt, nigeria, kenya, ethiopia, south africa, ghana, uganda, tanzania,
    rwanda, somalia, sudan, uk, uk news, us, us news, u.s., usa, canada, australia, new zealand, brazil, mexico, germany, france, eu,
    top news, top stories, top story, latest, latest news, breaking news, breaking, headlines, front page, home page, home,
    general, general news, featured, press release, press releases, city news, metro, society, people, lead news, lead,
    horn of africa, sahel, maghreb, levant, balkans, western balkans, baltics, nordics, caribbean, latin america, indo-pacific, oceania,
    south caucasus, west asia, arab world, southern africa, northern africa, great lakes, arctic, european union, scandinavia, pacific islands,
    mundo, política, politica, internacional, economía, economia, sociedad, deportes, cultura, américa latina, nacional, monde, politique,
    économie, société, afrique, europa, politik, wirtschaft, ausland, esteri, dunia, politik & hukum, ekonomi, dünya, siyaset, gündem,
    relaciones exteriores, relações exteriores, brasil, negocios, diplomacia, diplomatie,
    states, other states, around the world, asia & pacific, gulf, khaleej, east africa, west africa, eurasia, caucasus, agriculture, labour,
    transport, infrastructure, maritime, shipping, aviation, telecom, startups, auto, automobile, real estate, property, weather, religion, history, youth,
    national news, politics & government, politics news, diplomacy & defense, south asia news, latest headlines
    """.replace("\n", " ").split(",")
)
#: Not sections of the paper but the way to them.
CRUMBS_ONLY = frozenset(
    {
        "home",
        "home page",
        "news",
        "latest",
        "latest news",
        "headlines",
        "front page",
        "top news",
        "top stories",
        "featured",
        "lead",
        "lead news",
        "breaking",
        "breaking news",
    }
)

#: Words in the name of an institution or a rank; a line with one is not a person's name.
DESK_WORDS = frozenset(
    "desk bureau staff correspondent correspondents reporter reporters editor editors team agencies agency wire web online monitoring writer".split()
)

#: Words of subjects and meetings; a line with one is not a person's name either.
THEME_WORDS = frozenset(
    """dialogue dialogues strategic talks summit summits relations relationship ties cooperation partnership bilateral
    multilateral trilateral visit visits meeting meetings conference forum council committee commission agreement agreements
    treaty pact accord policy affairs foreign ministry minister ministers ministerial government state national international
    regional global peace war conflict crisis border security defense defence trade economic economy investment development
    energy climate water health education culture cultural exchange exchanges connectivity corridor infrastructure special
    report coverage news update updates story stories exclusive analysis opinion live photo photos video press release
    statement communique joint consultations negotiations sanctions election elections vote parliament senate assembly
    embassy consulate mission delegation union nations office group initiative project plan program programme week day
    month year edition issue series top latest breaking archive""".split()
)
