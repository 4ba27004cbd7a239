"""Words that were written together: PostgreSQL folds CustomerOrderID to customerorderid, and old schemas never parted.

Only what consists of known words entirely is taken apart: a guess would spoil names of other languages, abbreviations
and words that merely look composed. The list holds what columns and tables are commonly called, no word of two letters
but the ones below.
"""

from __future__ import annotations

from functools import lru_cache

from data_pipeline.catalog.word_list import word_list

_KNOWN = """
    absence absent academic accept accepted access account accountant accounts action active activity actor actual
    address addresses adjusted admin admission adult advance advisor age agency agent agreement aircraft airline airport
    alert alias allowed alternate amount analysis animal annual answer apartment app application applied appointment
    approval approved area arrival arrived article artist asset assigned assignment assistant attempt attendance
    attribute auction audit author authority available average award background backup balance bank barcode base basic
    batch battery begin benefit best bid bill billing birth birthday block blocked blog blood board body bonus book
    booked booking bottom box brand branch break breed browser budget building bulk bureau business button buy buyer
    calculated calendar call camera campaign campus cancel cancelled capacity capital captain car card care career cargo
    carrier cart case cash catalog category cause cell center centre certificate certification chain chamber change
    changed channel chapter character charge check child children choice church city claim class classification clerk
    client clinic close closed closing club coach code collection college color colour column comment commission
    committee common company complaint complete completed component composer condition conference confirmed contact
    container content contest continent contract contribution control conversion cook copy corporate cost count country
    county coupon course court cover coverage created creation credit crime crew crop currency current curriculum custom
    customer cycle daily damage data database date daughter day days dead deal dealer death debit debt decision
    declared default degree deleted delivered delivery demand density department departure deposit depth description
    design desk destination detail details device diagnosis digit dimension diploma direct direction director disabled
    discharge discount discontinued disease display distance distribution district division doctor document dog domain
    domestic donation donor door double draft drive driver drug due duration duty earliest east edition editor education
    effective election electric electricity element elevation email employee employees employer employment empty
    enabled end ended endpoint energy
    engine engineer english enrollment enrolment enter entity entries entry equipment error
    estimate estimated evaluation event exam exchange executive exercise existing exit expectancy expected expense
    experience expiration expired expiry export express extension extra face facility factor faculty fail failed family
    father fault favorite fax feature fee feedback female field file film final finance financial finish finished fire
    first fiscal fix flag fleet flight floor flow folder food foot force foreign forename form format forward founded
    founder frame free freight frequency friend fuel full function fund funds future game garage gas gate gender general
    generation gift given global goal goods government grade graduate graduation grant green gross ground group guest
    guide half hall hand hardware head header heading health heart heat height help high highest highway hire hired
    hiring history hit holder holiday home honor horse hospital host hotel hour hourly hours house household housing
    human husband identification identifier identity image import important incident income index individual industry
    infant info information ingredient initial injury inner input inspection inspector instance institute institution
    instruction instructor insurance interest interface internal international interval interview inventory investment
    invoice issue issued item items job join joined journal judge key kind label labor land language large last latest
    latitude launch law lawyer layer lead leader league lease leave left legal lender length letter level library
    license life limit line lines link list listing literacy live load loan local location locked log login logo long
    longitude loser loss lot lower lowest loyalty lunch machine mail main maintenance major make maker male manager
    management manual manufacturer map margin marital mark market marketing marks marriage master match material
    maximum meal mean measure media medical medication medicine meeting member members membership memo menu merchant
    message meter method middle mileage military minimum minor minute minutes mission mobile mode model modified money
    month monthly mortgage mother mountain mouth move movie music name names nation national nationality native net
    network new news next night node normal north note notes notice number numbers nurse object occupation offer
    offered office officer official old online only open opened opening operation operator option order ordered orders
    organisation organization origin original outcome outer output outstanding overdue overtime owner package page paid
    paper paragraph parent park parking part partner party passenger password past path patient pattern pay payment
    payments payroll penalty pending pension people percent percentage performance period permanent permission permit
    person personal personnel pet phone photo physical physician picture piece pin pipeline place plan planned plant
    platform play player plot point points policy poll pollution population port portfolio position post postal
    posted power prefix premium prescription present president previous price primary principal print priority private
    procedure process processed product production products professor profile profit program programme progress project
    promotion property protocol provider province public publication publish published publisher pupil purchase purpose
    quality quantity quarter question queue quota quote race rain range rank ranking rate rated rates rating ratio raw
    reach read reading real reason receipt receive received recipe record records recovery reduced reference referral
    refund region regional register registered registration regular related relation relationship release religion
    remaining remark renewal rent rental repair report reported request required requirement resale reservation
    residence resident resource response responsible rest restaurant result results retail return returned revenue
    review revision reward right risk river road role room rooms root round route row rule safety salary sale sales
    sample satisfaction schedule scheduled school science scope score screen search season seat second section sector
    security segment seller semester send sender senior sent sequence serial series server service services session
    set settlement severity share shelf shelter shift ship shipment shipped shipper shipping shop shopping short side
    sign signature single site size skill social society software sold song sort sound source south space special
    specialty species speed spent sport sports staff stage standard star start started state statement station status
    step stock stop storage store story street student students study style subcategory subject submitted subscription
    subtotal success suffix suite summary supervisor supplier supply support surface surgery surname survey switch
    symbol system table tag target task tax taxable teacher team technical technician telephone temp temperature
    template temporary tenant term terminal termination territory test text theme ticket time times title token toll
    tool top topic total tour tourist town track trade traffic train trainer training trans transaction transfer
    transport travel treatment trial trip truck trust tuition turnover type types unit units university unpaid update
    updated upload upper usage user username users valid value values variable vehicle vendor venue version vessel view
    village visa visit visitor visits volume vote voter votes wage waiting ward warehouse warranty waste water weather
    web website week weekday weekend weekly weeks weight west wheel wholesale width wife window winner winter work
    worked worker workflow working world year yearly years zip zone
    amt avg cnt max min purchasing served sick url vacation ytd
    demographic demographics desc dept gdp gnp guid photograph qty reorder
"""
_LAST = frozenset(("id", "no", "yn", "num"))  # short ones, where they end the name
_FIRST = frozenset(("is", "has", "id"))  # the same where they begin it
_BETWEEN = frozenset(("of", "to", "in", "by", "per", "for", "from", "and"))
_NEVER_LAST = frozenset(("age", "ship", "long"))  # endings of words: mileage, ownership
# Words that look composed. "keyboard" and "lastname" do, too, but there the parts say it.
_LOOKING_COMPOSED = """
    append appended bankbook banknote baseboard baseline bestseller billboard birthmark birthplace birthrate
    birthright blockchain blockhead blockhouse bloodmobile boardroom bodybuilding bodywork bookcase bookend
    bookmaker bookmark bookmobile bookseller bookshelf bookshop bookstore boxcar breakpoints breakwater bulkhead
    cardboard carefree carnation carpet carport cartwheel caseload casework caseworker centerpiece checkbook
    checklist checkpoint checkroom childbirth childcare classroom clubfoot clubhouse commonplace cookbook copyleft
    copyright countryside courthouse courtroom courtships datatype dateline daybreak daytime deadhead deadline
    deadlocked dealerships descend descended desktop directorships doghouse doorstep doorstop doubleday drugstore
    duelist eastward extramarital facebook fatherland fieldwork filmmaker filmstrip firebase firebrand firebreak
    firehouse fireplace firepower fireside firewater firework firsthand flagships flagstaff floorboard footnote
    footpath footprint footrest footstep footstool footwork framework freebase freehand freeholder freeload
    freestyle freetown freewheel friendships gasworks gatepost goalpost greenhouse greenland greensward groundwork
    guidebook guideline halftime hallmark handbill handbook handcar handcart handset handwork headboard headfirst
    headland headline headmaster headphone headquarter headrest headroom headset headwaters healthcare heartbreak
    heartland helpline highland homebody homeland homemaker homeowner homepage homeroom hometown homeward homework
    horseplay horsepower housebreak householder househusband housemother houseplant housetop housewife housework
    humankind island ismail keyboard keynote landholder landline landlocked landmark landowner landward lawmaker
    leaseholder leftwards letterbox letterhead lifeblood lifeforms lifeline lifestyle lifetime lifework livelongs
    livestock loadstar logbook logotype longhand longstreet longtime longview lowercase lunchbox lunchroom lunchtime
    mailbox mainframe mainland mainline makeshift malefactor marketplace mastercard masterpiece masterwork matchbook
    matchbox matchmaker mealtime meantime meetinghouse middletown middleweight moderate moderated moderating
    moneymaker motherboard motherland mountainside mountaintop mouthpiece netbook networked networking newline
    newport newsagents newsgroup newsletter newspaper newsprint newsweek nightclub nightlife nighttime northeast
    northeastward northward northwest northwestward notebook notepaper noticeboard officeholder oldfield openoffice
    openwork paperweight paperwork partnerships paycheck payday payload paymaster photocopy photoelectric piecemeal
    piecework pinhead pinpoint pinwheel placeholder plantagenet playbill playground playhouse playlist playroom
    playstation policyholder portend portended portland portsmouth postbox postcard postcode postdate postgraduate
    postmark postmaster postpaid powerhouse powerpoint priceline professorships quarterfinal quartermaster
    racecourse racehorse racetrack rainmaker rainwater reallocation restrain restroom riverside roadblock
    roadblocked roadhouse roadside roadwork roundhouse rowland salesclerk salesforce salespeople salesperson
    schoolbook schoolchild schoolchildren schooldays schoolhouse schoolmaster schoolroom schoolteacher schoolwork
    scoreboard scorecard screenplay secondhand settable shareholder sharepoint shipboard shipbuilding shipload
    shortchange shortchanged shorthand shortlist shortstop sideboard sidecar sideline sidereal sidestep sidetrack
    signboard signpost signposted soundtrack southeast southeastward southward southwest southwestward spaceflight
    spaceships stagecoach stagehand starboard starkey statehouse stateroom stateside stepchild stepchildren
    stepdaughter stepfather stepmother stepparent stockholder stockroom stoppage storehouse storeroom storybook
    streetcar studentships switchboard tableland taskmaster teamwork textbook ticketmaster timeline timepiece
    timetable timezone tollgate toolbox topside townhouse townsend townships townspeople trademark transfix
    transform transmission transnational transparent transplant transposition transshipment transshipped
    transshipping transships truckload typeface typeset uppercase viewpoint wardroom wasteland wastepaper wastewater
    waterboard watercolor watercourse watergate waterline watermark waterpower waterside watertown waterworks
    webmaster weekended weeknight westward wheelbase wintergreen wintertime workbook workday workforce workhorse
    workhouse workload workplace workshop workstation workweek yearbook
"""
_WORDS, _WHOLE = frozenset(word_list(_KNOWN)), frozenset(word_list(_LOOKING_COMPOSED))
_SHORTEST, _LONGEST = 6, 63  # letters of a name that may be of several words; PostgreSQL has no longer names
_LONGEST_WORD = max(map(len, _WORDS)) + 1  # in the plural
_MOST_PARTS = 6


@lru_cache(maxsize=20_000)  # the same names are split again and again
def parted(word: str) -> tuple[str, ...]:
    """The words that it is made of, in its own spelling; itself alone where it is not surely of several.

    A number at its end stays with the last one: ``addressline1`` -> ("address", "line1").
    """
    lower = word.lower().rstrip("0123456789")
    if (
        not _SHORTEST <= len(lower) <= _LONGEST
        or lower in _WORDS
        or lower.removesuffix("s") in _WHOLE
        or lower.removesuffix("s") in _WORDS
    ):
        return (word,)
    ends = _ends(lower, 0, _MOST_PARTS)
    if ends is None:
        return (word,)
    starts, ends = (0, *ends[:-1]), (*ends[:-1], len(word))
    return tuple(word[start:end] for start, end in zip(starts, ends, strict=True))


def _ends(word: str, start: int, most: int) -> tuple[int, ...] | None:
    """Where the fewest known words end that make up the rest of the word; None when they do not."""
    if start == len(word):
        return ()
    if not most:
        return None
    found = None
    for end in range(min(len(word), start + _LONGEST_WORD), start + 1, -1):
        if not _is_word(word, start, end):
            continue
        rest = _ends(word, end, most - 1)
        if rest is not None and (found is None or len(rest) + 1 < len(found)):
            found = (end, *rest)
            most = len(found) - 1  # only fewer are of interest
    return found


def _is_word(word: str, start: int, end: int) -> bool:
    part = word[start:end]
    if start and end == len(word) and part in _NEVER_LAST:
        return False
    if part in _WORDS or (part.endswith("s") and part[:-1] in _WORDS and len(part) > 4):
        return True
    if not start:
        return part in _FIRST
    return part in (_LAST if end == len(word) else _BETWEEN)
