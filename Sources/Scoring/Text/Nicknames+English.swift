extension Nicknames {
    /// English given names with the short forms in common use. A short form may belong to several
    /// names; two short forms of one name are not each other's.
    static let english = Nicknames(
        """
        abigail abby gail
        abraham abe bram
        adelaide addie heidi
        agnes aggie nessie
        albert al bert bertie
        alexander alex al sandy alec xander lex
        alexandra alex sandra sandy lexi
        alfred alf alfie fred
        alice allie
        amanda mandy
        amelia amy millie
        andrea andie
        andrew andy drew
        angela angie
        anne annie nan nancy
        anthony tony ant
        antonia toni
        archibald archie
        arnold arnie
        arthur art artie
        augustus gus
        barbara barb babs barbie
        bartholomew bart
        beatrice bea trixie
        benjamin ben benny benji
        bernard bernie
        bradley brad
        bridget biddy bridie
        calvin cal
        cameron cam
        caroline carrie lina carol
        catherine cathy kate katie kitty cat cate
        cecilia celia cissy
        charles charlie chuck chas chaz
        charlotte lottie charlie lotte
        chester chet
        christina chris tina chrissy
        christine chris tina chrissy
        christopher chris kit topher
        clarence clare
        clifford cliff
        clinton clint
        constance connie
        cornelius neil corny
        curtis curt
        cynthia cindy
        daniel dan danny
        david dave davy
        deborah deb debbie debby
        dennis denny
        dominic dom nick
        donald don donnie donny
        dorothy dot dottie dolly
        douglas doug
        edgar ed
        edmund ed ned ted
        edward ed eddie ned ted teddy
        edwin ed eddie
        eleanor ellie nell nora lenore
        elizabeth liz beth betty eliza lizzie betsy bess libby lisa elsie bessie
        ellen nell nellie
        emily em millie
        emma em
        ernest ernie
        eugene gene
        evelyn eve evie
        ezekiel zeke
        florence flo florrie flossie
        frances fran fanny frankie
        francis frank fran
        franklin frank
        frederick fred freddie freddy
        gabriel gabe
        gabrielle gabby
        geoffrey geoff
        george georgie
        gerald gerry jerry
        gertrude gertie trudy
        gilbert gil bert
        gregory greg
        gwendolyn gwen wendy
        harold hal harry
        harriet hattie
        helen nell nellie
        henrietta etta hettie
        henry hank harry hal
        herbert herb bert
        howard howie
        hubert bert
        ignatius iggy
        isaac ike
        isabella bella izzy belle
        jacob jake
        jacqueline jackie
        james jim jimmy jamie
        jane janie jenny
        janet jan
        jeffrey jeff
        jennifer jen jenny jenna
        jeremiah jerry
        jeremy jerry jem
        jerome jerry
        jessica jess jessie
        john jack johnny jon
        jonathan jon jonny
        joseph joe joey
        josephine jo josie
        joshua josh
        joyce joy
        judith judy
        julia julie jules
        katherine kate kathy katie kat kay kitty
        kathleen kathy kate
        kenneth ken kenny
        kimberly kim
        kristina kris tina
        lawrence larry lars
        leonard len lenny leo
        leonardo leo
        leroy roy
        leslie les
        lester les
        lewis lew
        lillian lily lil
        louis lou louie
        louise lou lulu
        lucille lucy
        lucinda lucy cindy
        madeline maddie
        magdalena lena maggie
        margaret maggie meg peggy madge marge greta daisy rita margie
        martha marty mattie patty
        martin marty
        mary molly polly mae
        matilda tilly mattie
        matthew matt
        maureen mo
        maurice morry
        maxwell max
        maximilian max
        melissa mel missy
        melvin mel
        michael mike mick mickey micky
        michelle shelly
        mildred millie
        miranda randy mandy
        mitchell mitch
        montgomery monty
        nancy nan
        natalie nat
        nathan nate nat
        nathaniel nate nat nathan
        nicholas nick nicky
        nicole nicky
        norman norm
        oliver ollie
        olivia liv livvy
        oscar ozzie
        oswald ozzie
        pamela pam
        patricia pat patty tricia trish patsy
        patrick pat paddy
        penelope penny
        peter pete
        philip phil pip
        phillip phil
        phyllis phyl
        priscilla cilla
        rachel rae
        ralph ralphie
        randall randy
        randolph randy
        raymond ray
        rebecca becca becky
        reginald reg reggie
        richard dick rich rick ricky richie
        robert bob bobby rob robbie bert robby bobbie
        roberta bobbie
        roderick rod
        rodney rod
        roger rodge
        roland rollie
        ronald ron ronnie ronny
        rosemary rose rosie
        russell russ
        samantha sam
        samuel sam sammy
        sandra sandy
        sarah sally sadie
        sebastian seb
        sidney sid
        silvester sly
        simon si
        solomon sol
        sophia sophie
        stanley stan
        stephanie steph
        stephen steve
        steven steve
        stuart stu
        stewart stew
        susan sue susie suzy
        susannah sue anna
        sylvester sly
        sylvia syl
        tabitha tabby
        terence terry
        theodore ted theo teddy
        theresa terry tess tessa
        thomas tom tommy
        timothy tim timmy
        tobias toby
        valerie val
        vanessa nessa
        veronica ronnie
        victor vic
        victoria vicky tori
        vincent vince vinny
        virginia ginny ginger
        vivian viv
        walter walt wally
        warren ren
        wesley wes
        wilfred wilf fred
        william will bill billy willy liam
        winifred winnie
        winston win
        zachary zach zack
        """)
}
