enum StatusPage { static let html = "<!doctype html>" }
