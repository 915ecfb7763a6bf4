/// Given names by sex, the most common first, with the forms people call each other by.
struct GivenNames {
    /// Names of one sex and how often each is drawn.
    struct Pool {
        let names: [[UInt8]]
        let choice: SkewedChoice
    }

    let female: Pool
    let male: Pool
    /// Other forms of a name, by its bytes.
    private let nicknames: [[UInt8]: [[UInt8]]]

    init(_ random: inout SplitMix64) {
        female = GivenNames.pool(GivenNames.commonFemale, .femaleName, &random)
        male = GivenNames.pool(GivenNames.commonMale, .maleName, &random)
        var forms: [[UInt8]: [[UInt8]]] = [:]
        for line in GivenNames.shortForms {
            let names = line.split(separator: " ").map { Array($0.utf8) }
            forms[names[0]] = Array(names.dropFirst())
        }
        nicknames = forms
    }

    /// A nickname of a name, if it has one.
    func nickname(of name: [UInt8], _ random: inout SplitMix64) -> [UInt8]? {
        nicknames[name].map { random.pick($0) }
    }

    /// Two names in three draws come from the listed heads.
    private static func pool(_ common: String, _ kind: Syllables.Kind, _ random: inout SplitMix64) -> Pool {
        let head = common.split(separator: " ").map(String.init)
        let tail = Syllables.names(kind, count: 1_600, taken: head, &random)
        let names = (head + tail).map { Array($0.utf8) }
        return Pool(names: names, choice: SkewedChoice(count: names.count, flatness: 12))
    }

    private static let commonFemale = """
        Olivia Emma Mary Elizabeth Sarah Jennifer Patricia Linda Barbara Susan Jessica Karen Margaret Anna Emily \
        Sophie Charlotte Amelia Isabella Mia Grace Lily Chloe Hannah Laura Katherine Catherine Rebecca Rachel \
        Victoria Julia Helen Ruth Alice Jane Joan Janet Christine Deborah Pamela Sandra Angela Nicole Samantha \
        Stephanie Michelle Kimberly Amanda Melissa Amy Kathleen Carolyn Frances Dorothy Evelyn Eleanor Florence \
        Rosemary Theresa Teresa Joyce Diane Ann Anne Marie Maria Eva Ella Lucy Daisy Poppy Freya Isla Evie Ava \
        Harriet Matilda Phoebe Imogen Georgia Madeleine Caroline Josephine Jacqueline Valerie Gillian Heather \
        Fiona Kirsty Lorna Aisha Fatima Amina Leila Yasmin Zainab Noor Priya Anjali Lakshmi Sunita Mei Ling Yuki \
        Hana Sakura Ingrid Astrid Greta Heidi Sabine Monika Katarzyna Agnieszka Ewa Magdalena Olga Irina Tatiana \
        Natalia Svetlana Giulia Francesca Chiara Elena Lucia Carmen Isabel Pilar Inês Beatriz Camille Amélie \
        Chloé Zoë Renée Anaïs Noémie Siân Róisín Niamh Aoife Ciara
        """

    private static let commonMale = """
        James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony \
        Mark Oliver George Harry Jack Jacob Noah Charlie Oscar Alexander Benjamin Samuel Henry Edward Andrew \
        Joshua Paul Steven Stephen Kenneth Kevin Brian Timothy Ronald Jason Jeffrey Ryan Nicholas Eric Jonathan \
        Larry Scott Frank Gregory Raymond Patrick Dennis Jerry Tyler Aaron Adam Nathan Peter Walter Philip Simon \
        Martin Graham Trevor Nigel Keith Derek Ian Neil Stuart Alan Colin Gordon Douglas Malcolm Bruce Donald \
        Lawrence Leonard Frederick Albert Arthur Alfred Ernest Theodore Vincent Victor Gerald Roger Ralph Louis \
        Lucas Liam Ethan Logan Mason Leo Archie Freddie Alfie Toby Rory Callum Ewan Hamish Fergus Mohammed \
        Muhammad Ahmed Ali Omar Hassan Yusuf Ibrahim Tariq Raj Arjun Vikram Sanjay Wei Jun Hiroshi Kenji Lars \
        Sven Erik Magnus Klaus Jürgen Günther Hans Stefan Piotr Krzysztof Andrzej Tomasz Ivan Dmitri Sergei \
        Giovanni Marco Luca Matteo Carlos Miguel José Luis Diego Tomás João Rui Pierre Jean François René André \
        Étienne Seán Pádraig Cian Declan Björn Søren
        """

    /// A name and its short forms, bar by bar.
    private static let shortForms = """
        Elizabeth Liz Beth Betty Lizzie Eliza Libby | Margaret Maggie Peggy Meg Marge | Katherine Kate Kathy \
        Katie | Catherine Cathy Cate Kate | Jennifer Jen Jenny | Patricia Pat Patty Trish | Susan Sue Susie \
        | Barbara Barb Babs | Jessica Jess Jessie | Deborah Deb Debbie | Rebecca Becky Becca | Victoria \
        Vicky Tori | Samantha Sam | Stephanie Steph | Christine Chris Chrissie | Amanda Mandy | Kimberly Kim \
        | Kathleen Kath Kathy | Carolyn Carol Caro | Frances Fran | Dorothy Dot Dottie | Eleanor Ellie Nell \
        | Florence Flo Florrie | Rosemary Rose Rosie | Theresa Terry Tess | Teresa Terri Tess | Matilda \
        Tilly | Harriet Hattie | Madeleine Maddy | Caroline Carrie Caro | Josephine Jo Josie | Jacqueline \
        Jackie | Valerie Val | Gillian Gill Gilly | Pamela Pam | Sandra Sandy | Angela Angie | Charlotte \
        Lottie Charlie | Isabella Bella Izzy | Amelia Millie Amy | Emily Em Emmy | Olivia Liv Livvy | Sarah \
        Sally | Mary Molly Polly | Nicole Nikki | Magdalena Magda Lena | Katarzyna Kasia | Agnieszka Aga | \
        Natalia Natasha | Francesca Fran | James Jim Jimmy Jamie | John Jack Johnny | Robert Bob Rob Bobby \
        Robbie | Michael Mike Mick Mikey | William Bill Will Billy Liam | David Dave Davy | Richard Dick \
        Rick Rich | Joseph Joe Joey | Thomas Tom Tommy | Charles Charlie Chuck Chas | Christopher Chris Kit \
        | Daniel Dan Danny | Matthew Matt | Anthony Tony | Alexander Alex Sandy | Benjamin Ben Benny | \
        Samuel Sam Sammy | Henry Harry Hank | Edward Ed Ted Eddie Ned | Andrew Andy Drew | Joshua Josh | \
        Steven Steve | Stephen Steve | Kenneth Ken Kenny | Timothy Tim | Ronald Ron Ronnie | Jeffrey Jeff | \
        Nicholas Nick Nicky | Jonathan Jon Jonny | Gregory Greg | Raymond Ray | Patrick Pat Paddy | Dennis \
        Den | Nathan Nate | Philip Phil | Peter Pete | Walter Walt | Douglas Doug | Donald Don Donny | \
        Lawrence Larry Laurie | Leonard Len Lenny | Frederick Fred Freddie | Albert Al Bert | Arthur Art \
        Artie | Alfred Alf Alfie | Ernest Ernie | Theodore Ted Theo | Vincent Vince | Victor Vic | Gerald \
        Gerry | Stuart Stu | Mohammed Mo | Muhammad Mo | Krzysztof Krzys | Tomasz Tomek | Giovanni Gianni | \
        José Pepe | François Fran
        """.split(separator: "|")
}
